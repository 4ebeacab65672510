using System.Security.Claims;
using System.Text.Encodings.Web;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Security;

/// <summary>Authenticates a key from <c>Authorization: Bearer KEY</c> (RFC 6750). Never logs keys, right or wrong.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyRing keys,
    FailedAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";
    private static readonly object WaitItem = new();

    /// <summary>Creates the principal of a key's holder, for the page's cookie and the API.</summary>
    public static ClaimsPrincipal PrincipalOf(string name, string scheme) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name)], scheme));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var client = Context.Connection.RemoteIpAddress;
        if (attempts.WaitOf(client) is { } wait)
        {
            Context.Items[WaitItem] = wait;
            return Task.FromResult(AuthenticateResult.Fail("Too many wrong keys."));
        }

        if (keys.Find(header[Prefix.Length..].Trim()) is not { } name)
        {
            attempts.Add(client);
            return Task.FromResult(AuthenticateResult.Fail("The key is incorrect."));
        }

        return Task.FromResult(AuthenticateResult.Success(new(PrincipalOf(name, SchemeName), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items[WaitItem] is TimeSpan wait)
        {
            return Problems.WriteTooManyAttemptsAsync(Context, wait);
        }

        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Problems.WriteAsync(
            Context,
            ProblemType.KeyRequired,
            "A key is required: Authorization: Bearer KEY, with Dashboard:ApiKey or one of Dashboard:ApiKeys.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, ProblemType.Forbidden, "This key does not allow the operation.");
}
