using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>A new wanted number of servers.</summary>
internal sealed record ReplicasBody
{
    [Description("The number of servers that the orchestrator should keep running, 1 to the largest number that it "
        + "can keep running, which is 1,000 or less.")]
    [RequiredField]
    public int? Count { get; init; }
}
