using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>Another way to place keys.</summary>
internal sealed record AlgorithmBody
{
    [Description("Ring, Maglev, Rendezvous or Ketama. Required.")]
    public string? Algorithm { get; init; }
}
