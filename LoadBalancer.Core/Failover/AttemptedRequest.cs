namespace LoadBalancer.Core.Failover;

/// <summary>What is known of a request after an attempt of it.</summary>
/// <param name="Tries">How often it was tried, this time included; at least 1.</param>
/// <param name="IsIdempotent">Whether its method is one of <see cref="IdempotentMethods"/>.</param>
/// <param name="IsUpgrade">Whether it asks to leave HTTP, for a WebSocket for instance.</param>
/// <param name="IsWhole">Whether its body, if any, can be sent again from the beginning.</param>
/// <param name="HasDeparted">Whether a byte of it was written to a connection, at this attempt or before.</param>
/// <param name="WasMalformed">Whether a server answered it with a malformed response before this attempt.</param>
public readonly record struct AttemptedRequest(
    int Tries, bool IsIdempotent, bool IsUpgrade, bool IsWhole, bool HasDeparted, bool WasMalformed = false);
