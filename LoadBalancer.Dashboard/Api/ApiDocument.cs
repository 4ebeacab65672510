using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Configures the OpenAPI document: the parts that are common to all operations, and the examples.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        [ServerEndpoints.Tag] = "The members of the cluster.",
        [RingEndpoints.Tag] = "Which server a key goes to, and what a change would move.",
        [ObservationEndpoints.Tag] = "What happens and has happened; at most two seconds old.",
        [ReplicaEndpoints.Tag] = "How many servers an orchestrator, such as the AppHost, keeps running.",
    };

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.AddDocumentTransformer(DescribeAsync);
        openApi.AddOperationTransformer(CompleteAsync);
        openApi.AddSchemaTransformer(RequireWhatIsWrittenAsync);
        openApi.AddSchemaTransformer(DescribeFieldAsync);
        openApi.AddSchemaTransformer(ApiProblems.DescribeSchemaAsync);
        openApi.AddOperationTransformer(ApiProblems.DescribeResponsesAsync);
    });

    /// <summary>
    /// Marks the members that are always written as required. A member without a value is omitted, so clients must not require it.
    /// </summary>
    private static Task RequireWhatIsWrittenAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var member in context.JsonTypeInfo.Properties)
        {
            if (AttributeOf<RequiredFieldAttribute>(member) is not null)
            {
                (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(member.Name);
            }
            else if (member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null)
            {
                schema.Required?.Remove(member.Name);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Completes the schema of one member: its values, and that a required field is never null.</summary>
    private static Task DescribeFieldAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (AttributeOf<ValuesOfAttribute>(context.JsonPropertyInfo) is { } text)
        {
            schema.Enum = [.. text.Values.Select(value => (JsonNode)value)];
        }

        if (AttributeOf<RequiredFieldAttribute>(context.JsonPropertyInfo) is not null)
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    private static TAttribute? AttributeOf<TAttribute>(JsonPropertyInfo? member)
        where TAttribute : Attribute =>
        member?.AttributeProvider?.GetCustomAttributes(typeof(TAttribute), inherit: false) is [TAttribute attribute] ? attribute : null;

    private static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "LoadBalancer control API",
            Version = Name,
            License = new() { Name = "MIT", Identifier = "MIT" },
            Description = "Reads and changes a cluster. Reads of the membership return its version as the entity tag. A change with "
                + "If-Match is rejected with 412 if the version differs; a change without conditions applies to the current membership. "
                + $"Every change is safe to repeat. Errors are application/problem+json, with a type that {ProblemType.Page} explains.",
        };
        Secure(document, context.ApplicationServices.GetRequiredService<ApiKeyRing>());
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = Tags[tag.Name!];
        }

        foreach (var server in document.Servers ?? [])
        {
            server.Url = server.Url!.TrimEnd('/');
        }

        return Task.CompletedTask;
    }

    private static void Secure(OpenApiDocument document, ApiKeyRing keys)
    {
        if (keys.IsEmpty)
        {
            // An empty requirement: no authentication. Without any, linters take it for an omission.
            document.Security = [[]];
            return;
        }

        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[BearerHandler.SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "Dashboard:ApiKey, or one of Dashboard:ApiKeys.",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(BearerHandler.SchemeName, document)] = [] }];
    }

    private static Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<ApiExample>().FirstOrDefault() is not { } example)
        {
            return Task.CompletedTask;
        }

        foreach (var content in (operation.Responses ?? [])
            .Where(response => response.Key is "200" or "201")
            .SelectMany(response => response.Value.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)))
        {
            content.Value.Example = JsonNode.Parse(example.Response);
        }

        if (example.Request is { } request && operation.RequestBody?.Content is { } body)
        {
            foreach (var content in body.Values)
            {
                content.Example = JsonNode.Parse(request);
            }
        }

        return Task.CompletedTask;
    }
}
