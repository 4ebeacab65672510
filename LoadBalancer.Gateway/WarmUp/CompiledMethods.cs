namespace LoadBalancer.Gateway.WarmUp;

/// <summary>How many methods the runtime has compiled since the process began, each as often as it was compiled.</summary>
internal sealed record CompiledMethods(Func<long> Count);
