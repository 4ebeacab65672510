using System.Text;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Responses;

/// <summary>
/// The <c>Proxy-Status</c> header of local responses (RFC 9209), which identifies the gateway and the cause of the error in the registered
/// terms. Disabled by default, since it reveals internals to clients.
/// </summary>
internal sealed class ProxyStatusHeader(ViaHeader via, IOptions<ResponseOptions> options)
{
    public const string Name = "Proxy-Status";

    private readonly bool _isOn = options.Value.ProxyStatus;

    /// <summary>Returns the value; <see langword="null"/> for no header.</summary>
    public string? ValueFor(Problem problem) => _isOn && problem.ProxyError is { } error ? $"{via.Pseudonym}; error={error}" : null;

    /// <summary>Returns the line with its line end; empty for no header.</summary>
    public ReadOnlySpan<byte> LineFor(Problem problem) =>
        ValueFor(problem) is { } value ? Encoding.ASCII.GetBytes($"{Name}: {value}\r\n") : [];
}
