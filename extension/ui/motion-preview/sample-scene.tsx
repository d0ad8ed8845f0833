/** A small landscape of our own, for showing moves before there is a picture. */
export function SampleScene() {
  return (
    <svg aria-hidden viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice" className="absolute size-full">
      <defs>
        <linearGradient id="sample-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#2b1f6b" />
          <stop offset="0.6" stopColor="#7b61ff" />
          <stop offset="1" stopColor="#7bd7ff" />
        </linearGradient>
      </defs>
      <rect width="160" height="90" fill="url(#sample-sky)" />
      <circle cx="80" cy="43" r="13" fill="#fff3d6" opacity="0.95" />
      <path d="M0 66 34 40l22 18 26-26 34 30 18-14 26 20v22H0z" fill="#3d2c8d" opacity="0.85" />
      <path d="M0 76 26 60l30 14 34-18 34 20 36-14v28H0z" fill="#1a1145" />
      <g fill="#fff" opacity="0.7">
        <circle cx="22" cy="14" r="0.9" />
        <circle cx="48" cy="24" r="0.7" />
        <circle cx="118" cy="12" r="0.9" />
        <circle cx="140" cy="26" r="0.7" />
      </g>
    </svg>
  )
}
