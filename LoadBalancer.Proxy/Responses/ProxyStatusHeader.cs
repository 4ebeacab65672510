using System.Text;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Responses;

/// <summary>
/// What the field <c>Proxy-Status</c> says with a response of the gateway's own (RFC 9209): who failed to serve the request, and why, in
/// the registered words. Only where it is asked for: it tells strangers what is behind.
/// </summary>
internal sealed class ProxyStatusHeader(ViaHeader via, IOptions<ResponseOptions> options)
{
    public const string Name = "Proxy-Status";

    private readonly bool _isOn = options.Value.ProxyStatus;

    /// <summary>The value; <see langword="null"/> where nothing is to be said.</summary>
    public string? ValueFor(Problem problem) => _isOn && problem.ProxyError is { } error ? $"{via.Pseudonym}; error={error}" : null;

    /// <summary>The line with its end; empty where nothing is to be said.</summary>
    public ReadOnlySpan<byte> LineFor(Problem problem) =>
        ValueFor(problem) is { } value ? Encoding.ASCII.GetBytes($"{Name}: {value}\r\n") : [];
}
