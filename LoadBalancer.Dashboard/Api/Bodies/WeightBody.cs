using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>A new weight.</summary>
internal sealed record WeightBody
{
    [Description("The weight, 1 to 1,000.")]
    [RequiredField]
    public int? Weight { get; init; }
}
