using System.Net.Http.Headers;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Responses;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Applies <see cref="HeaderPolicy"/> to the headers that YARP has copied, and adds <c>Via</c>.</summary>
internal sealed class ResponseHeaderTransform(ViaHeader via) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } response)
        {
            var headers = context.HttpContext.Response.Headers;
            var mayHaveBody = (int)response.StatusCode is >= StatusCodes.Status200OK and not StatusCodes.Status204NoContent;
            Drop(headers, response.Headers.NonValidated, mayHaveBody);
            Drop(headers, response.Content.Headers.NonValidated, mayHaveBody);
            DropNamed(headers, response);
            headers.Append("Via", via.EntryFor(response.Version));
        }

        return ValueTask.CompletedTask;
    }

    private static void Drop(IHeaderDictionary headers, HttpHeadersNonValidated received, bool mayHaveBody)
    {
        foreach (var (name, _) in received)
        {
            if (HeaderPolicy.DropsFromResponse(HeaderKinds.Of(name), mayHaveBody))
            {
                headers.Remove(name);
            }
        }
    }

    private static void DropNamed(IHeaderDictionary headers, HttpResponseMessage response)
    {
        foreach (var option in response.Headers.NonValidated.TryGetValues("Connection", out var connection) ? connection : default)
        {
            foreach (var name in ConnectionOptions.FieldsIn(Encoding.Latin1.GetBytes(option), out _))
            {
                if (HeaderPolicy.MayBeNamed(HeaderKinds.Of(name)))
                {
                    headers.Remove(name);
                }
            }
        }
    }
}
