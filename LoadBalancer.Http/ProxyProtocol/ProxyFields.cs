using System.Buffers.Binary;
using System.Numerics;

namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>The fields that follow the addresses in a version 2 header: type, length, value. All except the checksum are skipped.</summary>
internal static class ProxyFields
{
    private const int HeadLength = 3;
    private const byte Checksum = 0x03;
    private const int ChecksumLength = sizeof(uint);

    /// <summary>Whether the fields extend exactly to the end of the header, and the checksum, if present, is correct.</summary>
    /// <param name="header">The whole header.</param>
    /// <param name="start">The start of the fields.</param>
    public static bool AreInOrder(ReadOnlySpan<byte> header, int start)
    {
        while (start < header.Length)
        {
            var field = header[start..];
            if (field.Length < HeadLength)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(field[1..]);
            if (field.Length < HeadLength + length || (field[0] == Checksum && !IsRight(header, start + HeadLength, length)))
            {
                return false;
            }

            start += HeadLength + length;
        }

        return true;
    }

    /// <summary>Verifies the CRC-32C over the header, with zeros in place of the checksum itself.</summary>
    private static bool IsRight(ReadOnlySpan<byte> header, int at, int length)
    {
        if (length != ChecksumLength)
        {
            return false;
        }

        var crc = uint.MaxValue;
        for (var i = 0; i < header.Length; i++)
        {
            crc = BitOperations.Crc32C(crc, i >= at && i < at + ChecksumLength ? (byte)0 : header[i]);
        }

        return ~crc == BinaryPrimitives.ReadUInt32BigEndian(header[at..]);
    }
}
