using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The result of a request.</summary>
/// <param name="Attempts">The request's attempts; <see langword="null"/> if it was not placed.</param>
/// <param name="Status">The status of the response; <see cref="ClientLeft"/> if the client disconnected before a response began.</param>
/// <param name="IsGateways">Whether the response was a local response of the gateway.</param>
/// <param name="ProxyError">The error type of the gateway's local response, if it has one (RFC 9209 §2.3).</param>
/// <param name="ProxyDetail">The description of the gateway's local response; <see langword="null"/> if there is none.</param>
/// <param name="Bytes">The number of body bytes sent to the client.</param>
internal readonly record struct RequestEnd(
    Attempts? Attempts, int Status, bool IsGateways, string? ProxyError, string? ProxyDetail, long Bytes)
{
    /// <summary>Not an HTTP status: the value that logs use, as introduced by nginx, if a client disconnected.</summary>
    public const int ClientLeft = 499;

    /// <summary>The span of the request; <see langword="null"/> if there is none.</summary>
    public Activity? Span { get; init; }

    /// <summary>Whether the client got an error of a server or of the gateway, or no whole response, or an attempt failed.</summary>
    public bool HasFailed =>
        Status is ClientLeft or >= StatusCodes.Status500InternalServerError || Error is not null || Attempts is { Failure.IsNone: false };

    /// <summary>
    /// Why the client got no response of a server, or not the whole, or one with a status that counts as a failure: the name of a
    /// <see cref="FailureCause"/>, or an error type of RFC 9209 §2.3; otherwise <see langword="null"/>.
    /// </summary>
    public string? Error => Attempts is { HasFailed: true, Failure.Cause: var cause } ? FailureCauses.NameOf(cause) : ProxyError;

    /// <summary>What exactly, in words that complete <see cref="Error"/>; <see langword="null"/> if the name says all.</summary>
    public string? ErrorDetail =>
        Attempts is { HasFailed: true, Failure.Detail: var detail } ? detail : ProxyError is null ? null : ProxyDetail;
}
