using LoadBalancer.Registry;

var builder = WebApplication.CreateBuilder(args);

// The store that the gateway shares, and the two calls that make this application one of its servers.
builder.AddRedisClient("redis");
builder.Services.AddRedisRegistry();
builder.Services.AddServerRegistration();

var app = builder.Build();
app.MapGet("/", (HttpRequest request) => new { Server = app.Configuration["SERVER_ID"], Tenant = request.Headers["X-Tenant"].ToString() });
app.MapGet("/healthcheck", () => "Healthy");
await app.RunAsync();
