using System.IO.Pipelines;

namespace LoadBalancer.Proxy.Connections;

/// <summary>A connection whose input passes a <see cref="RequestGate"/>.</summary>
internal sealed record GatedTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
