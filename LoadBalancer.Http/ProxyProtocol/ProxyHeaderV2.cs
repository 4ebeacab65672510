using System.Buffers.Binary;
using System.Net;

namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>
/// Version 2: binary, with a length, addresses, and further fields (type, length, value), of which only the checksum is used.
/// </summary>
internal static class ProxyHeaderV2
{
    /// <summary>The length of the longest header.</summary>
    public const int MaxLength = HeadLength + ushort.MaxValue;

    private const int HeadLength = 16;
    private const int Version = 2;

    private enum Command
    {
        /// <summary>The connection is the proxy's own, for example a health check.</summary>
        Local,
        Proxy,
    }

    private enum Family
    {
        Unspecified,
        Inet,
        Inet6,
        Unix,
    }

    public static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <param name="bytes">The received bytes, up to <see cref="MaxLength"/>.</param>
    public static ProxyHeader Read(ReadOnlySpan<byte> bytes)
    {
        var start = Math.Min(bytes.Length, Signature.Length);
        if (!bytes[..start].SequenceEqual(Signature[..start]))
        {
            return ProxyHeader.Malformed;
        }

        if (bytes.Length < HeadLength)
        {
            return default;
        }

        var (version, command) = (bytes[12] >> 4, (Command)(bytes[12] & 0xF));
        var (family, transport) = ((Family)(bytes[13] >> 4), bytes[13] & 0xF);
        if (version != Version || command > Command.Proxy || (command == Command.Proxy && !IsPair(family, transport)))
        {
            return ProxyHeader.Malformed;
        }

        var length = HeadLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        return bytes.Length < length ? default : Read(bytes[..length], command, family);
    }

    /// <summary>Whether both are unspecified, or both specified: streams and datagrams of three families.</summary>
    private static bool IsPair(Family family, int transport) =>
        family == Family.Unspecified ? transport == 0 : family <= Family.Unix && transport is (1 or 2);

    private static ProxyHeader Read(ReadOnlySpan<byte> header, Command command, Family family)
    {
        var rest = header[HeadLength..];
        var addresses = family switch { Family.Inet => 12, Family.Inet6 => 36, Family.Unix => 216, _ => 0 };
        if (command == Command.Local || family == Family.Unspecified)
        {
            // The bytes in place of addresses have no meaning, so the start of the fields is unknown.
            return new(HeaderState.Complete, header.Length);
        }

        if (rest.Length < addresses || !ProxyFields.AreInOrder(header, HeadLength + addresses))
        {
            return ProxyHeader.Malformed;
        }

        return new(HeaderState.Complete, header.Length, family switch
        {
            Family.Inet => new(new IPAddress(rest[..4]), BinaryPrimitives.ReadUInt16BigEndian(rest[8..])),
            Family.Inet6 => new(new IPAddress(rest[..16]), BinaryPrimitives.ReadUInt16BigEndian(rest[32..])),
            _ => null,
        });
    }
}
