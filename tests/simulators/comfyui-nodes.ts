/** What a node takes, as the classes of ComfyUI's own nodes say (`INPUT_TYPES`, `define_schema`). */
export interface NodeDefinition {
  readonly required: readonly string[]
  readonly optional?: readonly string[]
  /** The input that names a file of weights. */
  readonly weights?: string
  /** Whether it ends a graph. */
  readonly output?: boolean
}

const FRAMES = ['width', 'height', 'length', 'batch_size'] as const
const GUIDED = ['positive', 'negative', 'vae'] as const
const SAMPLED = ['steps', 'cfg', 'sampler_name', 'scheduler', 'positive', 'negative', 'latent_image'] as const

/** providers-b 5a: the nodes that graphs for Wan 2.2, LTX-Video and Stable Video Diffusion are made of. */
export const NODES: Readonly<Record<string, NodeDefinition>> = {
  UNETLoader: { required: ['unet_name', 'weight_dtype'], weights: 'unet_name' },
  CLIPLoader: { required: ['clip_name', 'type'], optional: ['device'], weights: 'clip_name' },
  VAELoader: { required: ['vae_name'], weights: 'vae_name' },
  CheckpointLoaderSimple: { required: ['ckpt_name'], weights: 'ckpt_name' },
  ImageOnlyCheckpointLoader: { required: ['ckpt_name'], weights: 'ckpt_name' },
  CLIPTextEncode: { required: ['text', 'clip'] },
  LoadImage: { required: ['image'] },
  WanImageToVideo: { required: [...GUIDED, ...FRAMES], optional: ['clip_vision_output', 'start_image'] },
  WanFirstLastFrameToVideo: {
    required: [...GUIDED, ...FRAMES],
    optional: ['clip_vision_start_image', 'clip_vision_end_image', 'start_image', 'end_image'],
  },
  EmptyHunyuanLatentVideo: { required: FRAMES },
  ModelSamplingSD3: { required: ['model', 'shift'] },
  KSampler: { required: ['model', 'seed', ...SAMPLED, 'denoise'] },
  KSamplerAdvanced: {
    required: ['model', 'add_noise', 'noise_seed', ...SAMPLED, 'start_at_step', 'end_at_step', 'return_with_leftover_noise'],
  },
  EmptyLTXVLatentVideo: { required: FRAMES },
  LTXVPreprocess: { required: ['image', 'img_compression'] },
  LTXVImgToVideo: { required: [...GUIDED, 'image', ...FRAMES, 'strength'] },
  LTXVAddGuide: { required: [...GUIDED, 'latent', 'image', 'frame_idx', 'strength'], optional: ['attention_mask', 'iclora_parameters'] },
  LTXVCropGuides: { required: ['positive', 'negative', 'latent'] },
  LTXVConditioning: { required: ['positive', 'negative', 'frame_rate'] },
  LTXVScheduler: { required: ['steps', 'max_shift', 'base_shift', 'stretch', 'terminal'], optional: ['latent'] },
  KSamplerSelect: { required: ['sampler_name'] },
  SamplerCustom: {
    required: ['model', 'add_noise', 'noise_seed', 'cfg', 'positive', 'negative', 'sampler', 'sigmas', 'latent_image'],
  },
  SVD_img2vid_Conditioning: {
    required: ['clip_vision', 'init_image', 'vae', 'width', 'height', 'video_frames', 'motion_bucket_id', 'fps', 'augmentation_level'],
  },
  VideoLinearCFGGuidance: { required: ['model', 'min_cfg'] },
  VAEDecode: { required: ['samples', 'vae'] },
  CreateVideo: { required: ['images', 'fps'], optional: ['audio', 'bit_depth', 'color_space', 'codec'] },
  SaveVideo: { required: ['video', 'filename_prefix', 'format'], optional: ['codec'], output: true },
  PreviewImage: { required: ['images'], output: true },
}
