namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What a <see cref="RecordingServer"/> has seen since it was last asked.</summary>
/// <param name="Requests">The complete requests, in order.</param>
/// <param name="Fragments">What came of requests that did not come to their end.</param>
/// <param name="Faults">What no client may send: malformed requests, and bytes after a request that wait for no response.</param>
internal sealed record Records(RecordedRequest[] Requests, string[] Fragments, string[] Faults);
