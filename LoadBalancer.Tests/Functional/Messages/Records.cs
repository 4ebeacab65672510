namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What a <see cref="RecordingServer"/> has recorded since the last call.</summary>
/// <param name="Requests">The complete requests, in order.</param>
/// <param name="Fragments">The parts that arrived of incomplete requests.</param>
/// <param name="Faults">What no gateway may send: malformed requests, and bytes after a request that belong to no further one.</param>
internal sealed record Records(RecordedRequest[] Requests, string[] Fragments, string[] Faults);
