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
            var status = (int)response.StatusCode;
            Drop(headers, response.Headers.NonValidated, status);
            Drop(headers, response.Content.Headers.NonValidated, status);
            DropNamed(headers, response);
            if (status == StatusCodes.Status426UpgradeRequired)
            {
                AddUpgrade(context.HttpContext, response);
            }

            if (via.IsOn)
            {
                headers.Append("Via", via.EntryFor(response.Version));
            }
        }

        return ValueTask.CompletedTask;
    }

    private static void Drop(IHeaderDictionary headers, HttpHeadersNonValidated received, int status)
    {
        foreach (var (name, _) in received)
        {
            if (HeaderPolicy.DropsFromResponse(HeaderKinds.Of(name), status))
            {
                headers.Remove(name);
            }
        }
    }

    /// <summary>
    /// Adds the protocols that the server demands, and names the header, since it applies to one hop (RFC 9110 §7.8, §15.5.22). HTTP/2 and
    /// HTTP/3 have no such header.
    /// </summary>
    private static void AddUpgrade(HttpContext context, HttpResponseMessage response)
    {
        var headers = context.Response.Headers;
        var isHttp1 = HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol);
        if (isHttp1 && response.Headers.NonValidated.TryGetValues("Upgrade", out var protocols))
        {
            headers.Upgrade = protocols.ToString();
            headers.Connection = "Upgrade";
        }
        else
        {
            headers.Remove("Upgrade");
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
