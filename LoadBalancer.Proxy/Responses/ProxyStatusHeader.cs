using System.Text;
using LoadBalancer.Core.Failures;
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
    /// <param name="problem">The response.</param>
    /// <param name="failure">The failure of the last attempt, if an attempt failed.</param>
    public string? ValueFor(Problem problem, Failure failure) =>
        !_isOn ? null
        : FailureCauses.IsRegistered(failure.Cause) ? $"{via.Pseudonym}; error={FailureCauses.NameOf(failure.Cause)}{DetailsOf(failure)}"
        : problem.ProxyError is { } error ? $"{via.Pseudonym}; error={error}"
        : null;

    /// <summary>Returns the line with its line end; empty for no header.</summary>
    /// <param name="problem">The response.</param>
    /// <param name="failure">The failure of the last attempt, if an attempt failed.</param>
    public ReadOnlySpan<byte> LineFor(Problem problem, Failure failure) =>
        ValueFor(problem, failure) is { } value ? Encoding.ASCII.GetBytes($"{Name}: {value}\r\n") : [];

    /// <summary>Returns the parameter <c>details</c>, a string of printable ASCII (RFC 9209 §2.1.5, RFC 8941 §3.3.3).</summary>
    private static string DetailsOf(Failure failure)
    {
        if (failure.Detail is not { } detail)
        {
            return "";
        }

        var text = new StringBuilder("; details=\"");
        foreach (var character in detail)
        {
            text.Append(character is '"' or '\\' ? "\\" : "").Append(character is >= ' ' and <= '~' ? character : '?');
        }

        return text.Append('"').ToString();
    }
}
