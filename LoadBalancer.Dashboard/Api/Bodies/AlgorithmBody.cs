using System.ComponentModel;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>A new placement algorithm.</summary>
internal sealed record AlgorithmBody
{
    [Description("The placement algorithm.")]
    [RequiredField]
    [ValuesOf(typeof(PlacementAlgorithm))]
    public string? Algorithm { get; init; }
}
