using System.Globalization;
using System.Text.Json.Nodes;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Descriptions of problems for the OpenAPI document.</summary>
internal static class ApiProblems
{
    /// <summary>
    /// The extensions by which generators of clients name the values of an enum: NSwag's, and that of OpenAPI Generator and others.
    /// </summary>
    private static readonly string[] NamesOfValues = ["x-enumNames", "x-enum-varnames"];

    /// <summary>Describes what the API writes of a problem (RFC 9457): its type is one of a list, and there is no instance.</summary>
    public static Task DescribeSchemaAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type != typeof(ProblemDetails) || context.JsonPropertyInfo is not null)
        {
            return Task.CompletedTask;
        }

        var type = Text("What kind of problem it is; a later version may have more kinds.");
        type.Format = "uri-reference";
        type.Enum = [.. ProblemType.All.Select(problem => (JsonNode)problem.Uri)];
        string[] names = [.. ProblemType.All.Select(IdentifierOf)];
        type.Extensions = NamesOfValues.ToDictionary(
            extension => extension,
            IOpenApiExtension (_) => new JsonNodeExtension(new JsonArray([.. names.Select(name => (JsonNode)name)])),
            StringComparer.Ordinal);
        schema.Description = $"A problem. {ProblemType.Page} explains the types.";
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = type,
            ["title"] = Text("The kind of problem in a few words; the same for all problems of a type."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The status of the response." },
            ["detail"] = Text("What is wrong with this request, for people."),
            ["field"] = Text("The field or parameter that is not allowed; absent if the problem is not about a single one."),
        };
        return Task.CompletedTask;
    }

    /// <summary>Lists the kinds of problems with each status, and when to try again.</summary>
    public static Task DescribeResponsesAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            var types = ProblemType.All
                .Where(type => type.Status?.ToString(CultureInfo.InvariantCulture) == status)
                .Where(type => IsOf(type, context.Description.RelativePath))
                .ToArray();
            if (types.Length == 0 || response is not OpenApiResponse described)
            {
                continue;
            }

            described.Description = string.Join(' ', types.Select(type => $"{type.Title}: `{type.Uri}`."));
            if (types.Contains(ProblemType.Unavailable) || types.Contains(ProblemType.TooManyAttempts))
            {
                (described.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal))["Retry-After"] = new OpenApiHeader
                {
                    Description = "After how many seconds to try again.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    Example = 1,
                };
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether an operation can have a problem: only where a gateway is named can one be unknown; elsewhere, a server.</summary>
    private static bool IsOf(ProblemType type, string? path)
    {
        var isOfAGateway = path?.Contains("gateways/{", StringComparison.Ordinal) == true;
        return isOfAGateway ? type != ProblemType.UnknownServer : type != ProblemType.UnknownGateway;
    }

    private static string IdentifierOf(ProblemType type) =>
        string.Concat(type.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static OpenApiSchema Text(string description)
    {
        var schema = ApiParameters.Text();
        schema.Description = description;
        return schema;
    }
}
