using System.IO.Pipelines;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Responds to requests that the gate rejects, and counts them. Thread-safe.</summary>
internal sealed class GateRejections(LocalResponses responses, Rejections rejections, RequestCounters counters)
{
    /// <summary>Counts a rejection.</summary>
    public void Count(MessageError error) => rejections.Add(error.ToReason());

    /// <summary>Writes the response to a rejected request, and counts it among those that no server was asked for.</summary>
    public void Respond(PipeWriter output, MessageError error)
    {
        counters.Unplaced.CountResponse(error.ToStatus());
        responses.WriteRejection(output, error);
    }
}
