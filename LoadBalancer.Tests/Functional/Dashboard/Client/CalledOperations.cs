using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Functional.Dashboard.Client;

/// <summary>Records which operations of a document a client calls, as <c>GET /api/servers/{id}</c>.</summary>
/// <param name="operations">The operations of the document.</param>
/// <param name="inner">Sends the requests.</param>
internal sealed class CalledOperations(IReadOnlyList<string> operations, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly (string Operation, Regex Pattern)[] _patterns =
    [
        .. operations.Select(operation => (
            operation,
            new Regex($"^{Regex.Replace(operation, "{.*?}", "[^/]+", RegexOptions.None, Limit)}$", RegexOptions.None, Limit))),
    ];

    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    private static TimeSpan Limit => TimeSpan.FromSeconds(1);

    /// <summary>The operations that were called.</summary>
    public IReadOnlySet<string> Called => _called;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var operation = _patterns.Where(pattern => pattern.Pattern.IsMatch(line)).MinBy(pattern => pattern.Operation.Count('{')).Operation;
        lock (_called)
        {
            _called.Add(operation ?? line);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
