-- Creates meetings: each body is another one. Told FILE TOKEN: a body with @@@@ where its number goes, and who creates.
local before, after, number, headers

function init(told)
    local file = assert(io.open(told[1]))
    before, after = file:read("a"):match("^(.-)@@@@(.*)$")
    file:close()
    number = 0
    headers = { ["Authorization"] = "Bearer " .. told[2], ["Content-Type"] = "application/json" }
end

function request()
    number = number % 9999 + 1
    return wrk.format("POST", nil, headers, before .. number .. after)
end
