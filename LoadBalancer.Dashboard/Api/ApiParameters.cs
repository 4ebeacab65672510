using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LoadBalancer.Dashboard.Api;

/// <summary>
/// Descriptions of parameters for the OpenAPI document. Handlers take text, so that they can explain what is wrong with it.
/// </summary>
internal static class ApiParameters
{
    public static RouteHandlerBuilder WithServerId(this RouteHandlerBuilder operation) =>
        operation.WithParameter("id", "The server's id: 1 to 64 of a-z A-Z 0-9 . _ -, not . or ...", Text(), "backend-1");

    /// <summary>Describes a parameter of the path or the query.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="description">What it means, and its default.</param>
    /// <param name="schema">Its values.</param>
    /// <param name="example">A value.</param>
    /// <param name="isRequired">Whether a request without it is rejected.</param>
    public static RouteHandlerBuilder WithParameter(
        this RouteHandlerBuilder operation, string name, string description, OpenApiSchema schema, JsonNode example,
        bool isRequired = false) =>
        operation.AddOpenApiOperationTransformer((document, _, _) =>
        {
            var parameter = document.Parameters!.OfType<OpenApiParameter>().Single(parameter => parameter.Name == name);
            parameter.Description = description;
            parameter.Schema = schema;
            parameter.Example = example.DeepClone();
            parameter.Required |= isRequired;
            return Task.CompletedTask;
        });

    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    public static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static OpenApiSchema OneOf(params string[] values) =>
        new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };

    /// <summary>A whole number; both ends are inclusive.</summary>
    public static OpenApiSchema Number(int least, int most) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
    };
}
