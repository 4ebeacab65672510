using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>The stage in which a resource is stopped.</summary>
internal sealed record StopStageAnnotation(StopStage Stage) : IResourceAnnotation;
