using System.Net;
using System.Security.Cryptography;
using System.Text;
using LoadBalancer.Cluster.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Proxy.Responses;

/// <summary>
/// The entry that the gateway adds to <c>Via</c> in both directions (RFC 9110 §7.6.3): the received protocol version, and a unique
/// pseudonym by which the gateway recognizes a request that returns to it. It does not contain the machine's name. The setting
/// <c>Gateway:Via</c> can switch it off.
/// </summary>
internal sealed class ViaHeader
{
    private const string NameWithoutId = "gateway";
    private const int RandomBytes = 4;

    private readonly string _http1;
    private readonly string _http2;
    private readonly string _http3;
    private readonly byte[] _http2Line = [];
    private readonly byte[] _http3Line = [];

    public ViaHeader(GatewayIdentity identity, IOptions<ResponseOptions> options)
    {
        IsOn = options.Value.Via;
        var name = string.Equals(identity.Id.Value, Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            ? NameWithoutId
            : identity.Id.Value;
        Pseudonym = $"{name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}";
        _http1 = $"1.1 {Pseudonym}";
        _http2 = $"2 {Pseudonym}";
        _http3 = $"3 {Pseudonym}";
        PseudonymBytes = Encoding.ASCII.GetBytes(Pseudonym);
        if (IsOn)
        {
            Http11Line = Encoding.ASCII.GetBytes($"Via: {_http1}\r\n");
            Http10Line = Encoding.ASCII.GetBytes($"Via: {EntryFor(HttpVersion.Version10)}\r\n");
            _http2Line = Encoding.ASCII.GetBytes($"Via: {_http2}\r\n");
            _http3Line = Encoding.ASCII.GetBytes($"Via: {_http3}\r\n");
        }
    }

    /// <summary>Whether the gateway adds the header.</summary>
    public bool IsOn { get; }

    /// <summary>The gateway's pseudonym in the header.</summary>
    public string Pseudonym { get; }

    /// <summary>The pseudonym as bytes.</summary>
    public ReadOnlyMemory<byte> PseudonymBytes { get; }

    /// <summary>The header line, with its line end, for a message received as HTTP/1.1; empty if the header is off.</summary>
    public ReadOnlyMemory<byte> Http11Line { get; }

    /// <summary>The header line, with its line end, for a message received as HTTP/1.0; empty if the header is off.</summary>
    public ReadOnlyMemory<byte> Http10Line { get; }

    /// <summary>Returns the entry for a message received in a version of HTTP.</summary>
    public string EntryFor(Version version) => version.Major switch
    {
        2 => _http2,
        3 => _http3,
        _ when version.Minor == 0 => $"1.0 {Pseudonym}",
        _ => _http1,
    };

    /// <summary>
    /// Returns the header line, with its line end, for a message received in a version such as <c>HTTP/2</c>; empty if it is off.
    /// </summary>
    public ReadOnlySpan<byte> LineFor(ReadOnlySpan<byte> version) =>
        version.SequenceEqual("HTTP/1.0"u8) ? Http10Line.Span
        : version.SequenceEqual("HTTP/2"u8) ? _http2Line
        : version.SequenceEqual("HTTP/3"u8) ? _http3Line
        : Http11Line.Span;

    /// <summary>Whether a message has passed this gateway before.</summary>
    public bool HasPassed(StringValues via)
    {
        foreach (var value in via)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var entry = value.AsSpan()[range].Trim(" \t");
                var name = entry[(entry.IndexOf(' ') + 1)..].TrimStart(' ');
                if (name.StartsWith(Pseudonym, StringComparison.OrdinalIgnoreCase)
                    && (name.Length == Pseudonym.Length || name[Pseudonym.Length] == ' '))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
