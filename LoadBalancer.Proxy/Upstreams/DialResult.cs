using System.Net.Sockets;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The outcome of dialing a server: a connection, or the failure. Without both, the caller canceled the operation.
/// </summary>
/// <param name="Socket">The connected socket, which <paramref name="Stream"/> owns; <see langword="null"/> without a connection.</param>
/// <param name="Stream">The connection, with TLS if it was requested; <see langword="null"/> without a connection.</param>
/// <param name="Failure">Why there is no connection.</param>
internal readonly record struct DialResult(Socket? Socket, Stream? Stream, Failure Failure = default)
{
    /// <summary>The caller canceled the operation, which is nobody's failure.</summary>
    public static readonly DialResult Canceled;

    /// <summary>No connection was opened.</summary>
    public static DialResult Failed(Failure failure) => new(Socket: null, Stream: null, failure);
}
