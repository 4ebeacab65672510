namespace LoadBalancer.Tests.EndToEnd;

/// <summary>
/// The collection of tests that start clusters, generate load, or measure time: they run one at a time, with nothing in parallel.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "EndToEnd";
}
