using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>Another number of servers.</summary>
internal sealed record ReplicasBody
{
    [Description("How many servers the launcher shall keep running, 1 to 1,000. Required.")]
    public int? Count { get; init; }
}
