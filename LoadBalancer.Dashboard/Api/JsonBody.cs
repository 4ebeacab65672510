using System.Globalization;
using System.Net.Mime;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace LoadBalancer.Dashboard.Api;

/// <summary>
/// A JSON body, read strictly: no unknown or repeated fields, wrong types, or comments, with limited size and depth. Handlers behind
/// <see cref="ApiFilters"/> receive only well-formed bodies.
/// </summary>
internal sealed class JsonBody<T> : IJsonBody, IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = RequestLimits.JsonDepth, AllowDuplicateProperties = false };

    private readonly T? _value;

    private JsonBody(T? value, ProblemHttpResult? problem)
    {
        _value = value;
        Problem = problem;
    }

    public ProblemHttpResult? Problem { get; }

    public T Value => _value ?? throw new InvalidOperationException("The body is invalid, and its problem was ignored.");

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new(value: null, Problems.OfContentType(context.Request));
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, Strict, context.RequestAborted);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            return Reject(ProblemType.MalformedRequest, Describe(exception));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Reject(ProblemType.BodyTooLarge, $"The body is too large: {RequestLimits.BodyBytes} bytes are allowed.");
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MediaTypeNames.Application.Json], typeof(T)));

    private static JsonBody<T> Read(JsonElement root)
    {
        var type = (JsonTypeInfo<T>)DashboardJson.Default.GetTypeInfo(typeof(T))!;
        var fields = string.Join(", ", type.Properties.Select(property => property.Name));
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Reject(ProblemType.InvalidValue, $"The body must be a JSON object with the fields {fields}.");
        }

        try
        {
            return new(root.Deserialize(type), problem: null);
        }
        catch (JsonException exception)
        {
            var field = FieldOf(exception.Path);
            var isUnknown = root.TryGetProperty(field, out _)
                && !type.Properties.Any(property => string.Equals(property.Name, field, StringComparison.Ordinal));
            return new(value: null, Problems.OfField(
                field,
                isUnknown
                    ? $"unknown field; known fields: {fields}."
                    : "the value has the wrong type, or the field is unknown; see /openapi/v1.json."));
        }
    }

    /// <summary>Describes what is wrong and where; the platform appends the place in its own terms, and counts from 0.</summary>
    private static string Describe(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var what = end < 0 ? exception.Message : exception.Message[..end];
        var place = exception is { LineNumber: { } line, BytePositionInLine: { } position }
            ? string.Create(CultureInfo.InvariantCulture, $" in line {line + 1} at byte {position + 1}")
            : "";
        return $"The body is not valid JSON{place}: {what}";
    }

    private static JsonBody<T> Reject(ProblemType type, string detail) => new(value: null, Problems.Of(type, detail));

    /// <summary>Returns the path without the root symbol: <c>servers[0].weight</c>.</summary>
    private static string FieldOf(string? path) => path is ['$', '.', .. var field] ? field : "body";
}
