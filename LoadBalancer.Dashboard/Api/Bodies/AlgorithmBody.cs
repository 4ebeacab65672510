using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>A new placement algorithm.</summary>
internal sealed record AlgorithmBody
{
    [Description("Ring, Maglev, Rendezvous or Ketama. Required.")]
    public string? Algorithm { get; init; }
}
