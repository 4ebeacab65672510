using System.Globalization;
using Microsoft.OpenApi;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Descriptions of entity tags and conditions (RFC 9110 §13) for the OpenAPI document.</summary>
internal static class ApiConditions
{
    private const string ExampleTag = "\"7c3f0e-12\"";

    /// <summary>Describes a read: its entity tag, and 304 for a client that has the version already.</summary>
    public static RouteHandlerBuilder ReadsConditionally(this RouteHandlerBuilder operation) =>
        operation.AddOpenApiOperationTransformer(static (document, _, _) =>
        {
            AddHeader(document, "If-None-Match", "Entity tags that the client has: if one is current, the response is 304.");
            AddTag(document, "The version of what was read.");
            document.Responses![StatusText(StatusCodes.Status304NotModified)] = new OpenApiResponse
            {
                Description = "The client has the current version.",
                Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["ETag"] = Tag("The current version.") },
            };
            return Task.CompletedTask;
        });

    /// <summary>Describes a change: its conditions, 412 if one is not met, and the entity tag of the result.</summary>
    public static RouteHandlerBuilder ChangesConditionally(this RouteHandlerBuilder operation) =>
        operation.ProducesProblems(StatusCodes.Status412PreconditionFailed).AddOpenApiOperationTransformer(static (document, _, _) =>
        {
            AddHeader(
                document,
                "If-Match",
                "Entity tags of the versions that may be changed, or * for any version of what exists; otherwise the response is 412. "
                    + "Without it, the change applies to the current version.");
            AddHeader(
                document,
                "If-None-Match",
                "* if what is changed must not exist yet, or entity tags of versions that must not be changed; otherwise the response is "
                    + "412.");
            AddTag(document, "The version after the change.");
            return Task.CompletedTask;
        });

    /// <summary>Describes the entity tag of successful responses.</summary>
    public static RouteHandlerBuilder WithEntityTag(this RouteHandlerBuilder operation, string description) =>
        operation.AddOpenApiOperationTransformer((document, _, _) =>
        {
            AddTag(document, description);
            return Task.CompletedTask;
        });

    private static void AddHeader(OpenApiOperation operation, string name, string description) => (operation.Parameters ??= []).Add(
        new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = ApiParameters.Text(),
            Example = ExampleTag,
        });

    private static void AddTag(OpenApiOperation operation, string description)
    {
        foreach (var response in operation.Responses!.Where(entry => entry.Key[0] == '2').Select(entry => entry.Value)
            .OfType<OpenApiResponse>())
        {
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal))["ETag"] = Tag(description);
        }
    }

    private static OpenApiHeader Tag(string description) =>
        new() { Description = description, Schema = ApiParameters.Text(), Example = ExampleTag };

    private static string StatusText(int status) => status.ToString(CultureInfo.InvariantCulture);
}
