using System.Net.Sockets;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The outcome of dialing a server: a connection, or why there is none.</summary>
/// <param name="Socket">The connected socket, which <paramref name="Stream"/> owns; <see langword="null"/> without a connection.</param>
/// <param name="Stream">The connection, with TLS if it was requested; <see langword="null"/> without a connection.</param>
/// <param name="Failure">Why there is no connection.</param>
/// <param name="Exception">The exception that caused the failure.</param>
internal readonly record struct DialResult(
    Socket? Socket, Stream? Stream, DialFailure Failure = DialFailure.None, Exception? Exception = null);
