namespace LoadBalancer.Gateway.WarmUp;

/// <summary>The number of methods that the runtime has compiled since the process started, counting each compilation.</summary>
internal sealed record CompiledMethods(Func<long> Count);
