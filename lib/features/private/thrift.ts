/** A value of Thrift's compact protocol: structures by field number, lists, numbers, and bytes as they are. */
export type ThriftValue = boolean | bigint | number | Buffer | readonly ThriftValue[] | ThriftStruct;

/** A structure's fields by their numbers. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

/** How deep structures may lie in each other; Parquet's need fewer than ten. */
const DEEPEST = 32;

enum Type {
  STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT,
}

/** Reads one structure of Thrift's compact protocol, which Parquet describes its files in. Throws a RangeError for bytes that are none. */
export function readThriftStruct(bytes: Buffer): ThriftStruct {
  return new CompactReader(bytes).struct(0);
}

class CompactReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  public struct(depth: number): ThriftStruct {
    if (depth > DEEPEST) {
      throw new RangeError('structures lie too deep in each other');
    }
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (let header = this.byte(); header !== (Type.STOP as number); header = this.byte()) {
      const delta = header >> 4;
      id = delta === 0 ? Number(this.zigzag()) : id + delta;
      const type = header & 0x0f;
      fields.set(id, type === (Type.TRUE as number) || type === (Type.FALSE as number) ? type === (Type.TRUE as number) : this.value(type, depth));
    }
    return fields;
  }

  private value(type: Type, depth: number): ThriftValue {
    switch (type) {
      case Type.TRUE:
      case Type.FALSE:
        return this.byte() === (Type.TRUE as number);
      case Type.BYTE:
        return this.byte();
      case Type.I16:
      case Type.I32:
      case Type.I64:
        return this.zigzag();
      case Type.DOUBLE:
        return this.take(8).readDoubleLE();
      case Type.BINARY:
        return this.take(Number(this.varint()));
      case Type.LIST:
      case Type.SET:
        return this.list(depth);
      case Type.MAP:
        return this.map(depth);
      case Type.STRUCT:
        return this.struct(depth + 1);
      default:
        throw new RangeError(`there is no type ${type}`);
    }
  }

  private list(depth: number): ThriftValue[] {
    const header = this.byte();
    const size = header >> 4 === 15 ? Number(this.varint()) : header >> 4;
    return this.times(size, () => this.value(header & 0x0f, depth + 1));
  }

  /** Keys and values in turn; nothing here needs them told apart. */
  private map(depth: number): ThriftValue[] {
    const size = Number(this.varint());
    const types = size === 0 ? 0 : this.byte();
    return this.times(size, () => [this.value(types >> 4, depth + 1), this.value(types & 0x0f, depth + 1)]);
  }

  private times<T>(size: number, read: () => T): T[] {
    if (size > this.bytes.length) {
      throw new RangeError('a list is longer than the bytes');
    }
    return Array.from({ length: size }, read);
  }

  private zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  private varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
      if (shift > 63n) {
        throw new RangeError('a number is longer than 64 bits');
      }
    }
  }

  private byte(): number {
    return this.take(1)[0];
  }

  private take(length: number): Buffer {
    const end = this.at + length;
    if (end > this.bytes.length) {
      throw new RangeError('the bytes end too early');
    }
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }
}
