namespace LoadBalancer.Dashboard.Api;

/// <summary>
/// A field that a request body must have. Bodies are read with optional fields, so that a missing one gets a problem that names it; this
/// is for the OpenAPI document.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredFieldAttribute : Attribute;
