using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>Version 1: a line of text such as <c>PROXY TCP4 192.0.2.1 192.0.2.2 56324 443</c>, ended by CR LF.</summary>
internal static class ProxyHeaderV1
{
    /// <summary>The length of the longest line, including its end.</summary>
    public const int MaxLength = 107;

    private const byte LineFeed = (byte)'\n';

    public static ReadOnlySpan<byte> Signature => "PROXY "u8;

    /// <param name="bytes">The received bytes, up to <see cref="MaxLength"/>.</param>
    public static ProxyHeader Read(ReadOnlySpan<byte> bytes)
    {
        var start = Math.Min(bytes.Length, Signature.Length);
        if (!bytes[..start].SequenceEqual(Signature[..start]))
        {
            return ProxyHeader.Malformed;
        }

        var end = bytes.IndexOf(LineFeed);
        return end < 0 ? (bytes.Length < MaxLength ? default : ProxyHeader.Malformed)
            : bytes[end - 1] != '\r' || !Ascii.IsValid(bytes[..end]) ? ProxyHeader.Malformed
            : Read(Encoding.ASCII.GetString(bytes[Signature.Length..(end - 1)]), end + 1);
    }

    private static ProxyHeader Read(string line, int length)
    {
        var words = line.Split(' ');
        if (words[0] is "UNKNOWN")
        {
            // The rest of the line must be ignored.
            return new(HeaderState.Complete, length);
        }

        var family = words[0] switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unknown,
        };
        return words.Length == 5
            && TryParseAddress(words[1], family, out var client) && TryParseAddress(words[2], family, out _)
            && TryParsePort(words[3], out var port) && TryParsePort(words[4], out _)
            ? new(HeaderState.Complete, length, new(client, port))
            : ProxyHeader.Malformed;
    }

    /// <summary>
    /// Parses an address in canonical form, as the framework formats it: the framework also parses "1" and "0x7f.1" as IPv4 addresses, and
    /// brackets and zones in IPv6 addresses.
    /// </summary>
    private static bool TryParseAddress(string text, AddressFamily family, out IPAddress address) =>
        IPAddress.TryParse(text, out address!) && address.AddressFamily == family
        && (family == AddressFamily.InterNetwork
            ? string.Equals(address.ToString(), text, StringComparison.Ordinal)
            : !text.AsSpan().ContainsAny("[]%"));

    private static bool TryParsePort(string text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && (text.Length == 1 || text[0] != '0');
}
