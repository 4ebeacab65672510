using System.Diagnostics.CodeAnalysis;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Carries the failure to open a connection through the platform's HTTP client, which accepts only exceptions from the callback that opens
/// connections.
/// </summary>
/// <param name="failure">The failure.</param>
[SuppressMessage("Design", "CA1032", Justification = "Without a failure it would carry nothing.")]
internal sealed class DialException(Failure failure) : IOException(failure.ToString(), failure.Exception)
{
    /// <summary>Why no connection was opened.</summary>
    public Failure Failure { get; } = failure;
}
