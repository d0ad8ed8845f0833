/**
 * The bytes of an ONNX model that takes a picture (1, 3, height, width) and answers with the mean of its channels: the smallest network of
 * the shape that a depth model has. Written by the field numbers of onnx.proto3 (ONNX 1.8, opset 13).
 * @param sides of the input in pixels; null leaves them open
 */
export function meanOfChannels(sides: { readonly height: number; readonly width: number } | null): Buffer {
  const dimension = (value: number | string): Buffer => message(1, typeof value === 'number' ? integer(1, value) : text(2, value))
  const tensor = (name: string, shape: readonly (number | string)[]): Buffer => {
    const type = message(1, Buffer.concat([integer(1, FLOAT), message(2, Buffer.concat(shape.map(dimension)))]))
    return Buffer.concat([text(1, name), message(2, type)])
  }
  const { height, width } = sides ?? { height: 'height', width: 'width' }
  const axes = Buffer.concat([text(1, 'axes'), integer(8, 1), integer(20, INTS)])
  const keepDimensions = Buffer.concat([text(1, 'keepdims'), integer(3, 0), integer(20, INT)])
  const node = Buffer.concat([text(1, 'picture'), text(2, 'depth'), text(4, 'ReduceMean'), message(5, axes), message(5, keepDimensions)])
  const graph = Buffer.concat([
    message(1, node),
    text(2, 'mean'),
    message(11, tensor('picture', [1, 3, height, width])),
    message(12, tensor('depth', [1, height, width])),
  ])
  return Buffer.concat([integer(1, IR_VERSION), message(7, graph), message(8, integer(2, OPSET))])
}

const IR_VERSION = 7
const OPSET = 13
/** TensorProto.DataType and AttributeProto.AttributeType */
const [FLOAT, INT, INTS] = [1, 2, 7]

/** Protocol Buffers: a varint, and fields of wire types 0 (varint) and 2 (length-delimited). */
function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)])
}

function message(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
}

function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value))
}
