namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests that start clusters and load or time them: one after the other, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "EndToEnd";
}
