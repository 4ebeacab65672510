using System.IO.Pipelines;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>A connection whose bytes pass a gate in front of Kestrel.</summary>
internal sealed record GatedTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
