namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>How long it takes.</summary>
/// <param name="Rounds">How often everything is measured.</param>
/// <param name="Seconds">One run.</param>
internal sealed record ProxyOptions(int Rounds, int Seconds)
{
    /// <summary>The first seconds of a process.</summary>
    public const int ColdSeconds = 10;

    /// <summary>Until the runtime has compiled what is used often, for each way that requests take.</summary>
    public const int WarmUpSeconds = 20;
}
