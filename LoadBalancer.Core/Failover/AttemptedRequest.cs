namespace LoadBalancer.Core.Failover;

/// <summary>The state of a request after an attempt.</summary>
/// <param name="Attempts">The number of attempts, including this one; at least 1.</param>
/// <param name="IsIdempotent">Whether its method is one of <see cref="IdempotentMethods"/>.</param>
/// <param name="IsUpgrade">Whether it asks to switch to another protocol, such as WebSocket.</param>
/// <param name="IsWhole">Whether its body, if any, can be sent again from the beginning.</param>
/// <param name="HasDeparted">Whether a byte of it was written to a connection, in this attempt or before.</param>
/// <param name="WasMalformed">Whether a server sent a malformed response to it before this attempt.</param>
public readonly record struct AttemptedRequest(
    int Attempts, bool IsIdempotent, bool IsUpgrade, bool IsWhole, bool HasDeparted, bool WasMalformed = false);
