using System.Buffers;
using System.Buffers.Binary;

namespace LoadBalancer.Proxy.Http2;

/// <summary>The first bytes of a frame (RFC 9113 §4.1).</summary>
/// <param name="Length">The number of bytes that follow.</param>
/// <param name="Type">The type.</param>
/// <param name="Flags">The flags.</param>
/// <param name="Stream">The stream; 0 for the connection.</param>
internal readonly record struct FrameHead(int Length, byte Type, byte Flags, int Stream)
{
    /// <summary>The number of bytes of the head itself.</summary>
    public const int Size = 9;

    public const byte Data = 0x0;
    public const byte Headers = 0x1;
    public const byte Reset = 0x3;
    public const byte Settings = 0x4;
    public const byte Ping = 0x6;
    public const byte GoAway = 0x7;
    public const byte Continuation = 0x9;

    public const byte EndStream = 0x1;
    public const byte Ack = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte Priority = 0x20;

    /// <summary>Whether the frame carries a header block, or a part of one.</summary>
    public bool IsOfBlock => Type is Headers or Continuation;

    /// <summary>Whether its sender sends nothing more on the stream.</summary>
    public bool EndsStream => Type == Reset || (Type is Data or Headers && Has(EndStream));

    /// <summary>The number of bytes of the whole frame.</summary>
    public int Whole => Size + Length;

    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>Reads a head; returns <see langword="false"/> if more bytes are needed.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> bytes, out FrameHead head)
    {
        head = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        if (bytes.FirstSpan.Length >= Size)
        {
            head = Read(bytes.FirstSpan);
            return true;
        }

        Span<byte> copy = stackalloc byte[Size];
        bytes.Slice(0, Size).CopyTo(copy);
        head = Read(copy);
        return true;
    }

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, (Length << 8) | Type);
        destination[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], Stream);
    }

    /// <summary>Reads a head from at least <see cref="Size"/> bytes.</summary>
    public static FrameHead Read(ReadOnlySpan<byte> bytes)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return new((int)(first >> 8), (byte)first, bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue);
    }
}
