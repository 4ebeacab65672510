using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting;

/// <summary>The cluster that a gateway serves.</summary>
internal sealed record ClusterAnnotation(string Name) : IResourceAnnotation;
