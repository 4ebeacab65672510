using System.Buffers.Binary;
using System.Net;

namespace LoadBalancer.Tests.Support;

/// <summary>Builds PROXY protocol version 2 headers byte by byte.</summary>
internal static class ProxyHeaders
{
    public const byte Local = 0x20;
    public const byte Proxy = 0x21;
    public const byte Unspecified = 0x00;
    public const byte Tcp4 = 0x11;
    public const byte Udp4 = 0x12;
    public const byte Tcp6 = 0x21;
    public const byte Unix = 0x31;

    public static byte[] Signature => "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();

    public static byte[] Version2(byte command, byte family, params byte[][] rest)
    {
        var content = rest.SelectMany(part => part).ToArray();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)content.Length);
        return [.. Signature, command, family, .. length, .. content];
    }

    public static byte[] Addresses(string source, ushort port)
    {
        var address = IPAddress.Parse(source).GetAddressBytes();
        return [.. address, .. address, (byte)(port >> 8), (byte)port, 0x01, 0xBB];
    }

    public static byte[] Field(byte type, params byte[] value) => [type, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    /// <summary>Builds a header that ends with a CRC-32C TLV (type-length-value).</summary>
    public static byte[] WithChecksum(byte command, byte family, params byte[][] rest)
    {
        var header = Version2(command, family, [.. rest, Field(3, 0, 0, 0, 0)]);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(^4..), Crc32C(header));
        return header;
    }

    /// <summary>Computes the CRC-32C of RFC 3720 bit by bit.</summary>
    private static uint Crc32C(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }

        return ~crc;
    }
}
