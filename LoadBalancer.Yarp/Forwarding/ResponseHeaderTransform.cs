using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Responses;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>What of a response's fields concerns the hop to the server alone is taken out; <c>Via</c> is added.</summary>
internal sealed class ResponseHeaderTransform(ViaHeader via) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } answer)
        {
            var fields = context.HttpContext.Response.Headers;
            foreach (var option in answer.Headers.NonValidated.TryGetValues("Connection", out var connection) ? connection : default)
            {
                foreach (var name in ConnectionOptions.FieldsIn(Encoding.Latin1.GetBytes(option), out _))
                {
                    fields.Remove(name);
                }
            }

            fields.Append("Via", via.EntryFor(answer.Version));
        }

        return ValueTask.CompletedTask;
    }
}
