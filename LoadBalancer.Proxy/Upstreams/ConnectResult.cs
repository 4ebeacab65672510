using System.Net.Sockets;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The outcome of connecting to an address.</summary>
/// <param name="Socket">The connected socket; <see langword="null"/> after a failure.</param>
/// <param name="Address">The address.</param>
/// <param name="Failure">Why there is no connection.</param>
internal readonly record struct ConnectResult(Socket? Socket, KnownAddress Address, Failure Failure = default);
